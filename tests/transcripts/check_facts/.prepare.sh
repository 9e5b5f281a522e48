git init -q -b main .
printf 'Keys of the lamp\n' > docs/old.md
git add docs lamp.toml pyproject.toml
git commit -q -m 'Describe the lamp'
git mv docs/old.md docs/new.md
git commit -q -m 'Rename the guide'
