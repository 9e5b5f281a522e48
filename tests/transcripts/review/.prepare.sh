mailbox light.mbox .states/*
git init -q -b main .
mv .states/0/docs .
git add docs
git commit -q -F .states/0/.subject
