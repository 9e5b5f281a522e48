mkdir build
python - <<'PYTHON'
import zlib
head = b"# Sphinx inventory version 2\n# Project: Lighthouse\n# Version: 1\n# The remainder of this file is compressed using zlib.\n"
with open("build/objects.inv", "wb") as file:
    file.write(head + zlib.compress(b"lamp std:label -1 index.html#$ The lamp\n"))
PYTHON
