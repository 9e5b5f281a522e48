"""The patches of a mail, a mailbox or a patch file, for scripts: see :mod:`.input.mail`."""

from .input.mail import Patch, PatchError
from .input.series import read_patches

__all__ = ["Patch", "PatchError", "read_patches"]
