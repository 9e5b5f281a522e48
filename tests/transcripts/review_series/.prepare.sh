mailbox yard.mbox .states/*
mv .states/0/*.adoc .
