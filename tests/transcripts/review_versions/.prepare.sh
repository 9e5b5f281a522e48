mailbox v1.mbox .states/0 .states/1
mailbox v2.mbox .states/0 .states/2
mv .states/0/index.adoc .
