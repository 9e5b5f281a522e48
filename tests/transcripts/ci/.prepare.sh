git init -q -b main .
git add docs
git commit -q -m 'Describe the lamp'
git update-ref refs/remotes/origin/main HEAD
printf '\nIt is red.\n' >> docs/index.adoc
git commit -q -a -m 'Say its colour'
