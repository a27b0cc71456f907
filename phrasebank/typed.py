"""Reading data as a type, by one thread at a time.

msgspec takes a type in when it first meets it, and runs Python for that; a second thread that meets the type
meanwhile finds it half taken in, and the process crashes (msgspec 0.22).
"""

from threading import RLock
from typing import Any, TypeVar, overload

import msgspec

T = TypeVar("T")

_LOCK = RLock()


@overload
def converted(data: object, shape: type[T]) -> T: ...
@overload
def converted(data: object, shape: Any) -> Any: ...  # noqa: ANN401 - a union is no class
def converted(data: object, shape: Any) -> Any:
    """Read plain lists, mappings and scalars. Raises ``msgspec.ValidationError``."""
    with _LOCK:
        return msgspec.convert(data, type=shape)


@overload
def from_json(data: bytes | str, shape: type[T]) -> T: ...
@overload
def from_json(data: bytes | str, shape: Any) -> Any: ...  # noqa: ANN401 - likewise
def from_json(data: bytes | str, shape: Any) -> Any:
    """Read JSON. Raises ``msgspec.DecodeError``, of which ``msgspec.ValidationError`` is one."""
    with _LOCK:
        return msgspec.json.decode(data, type=shape)


def from_msgpack(data: bytes, shape: type[T]) -> T:
    """Read MessagePack. Raises ``msgspec.DecodeError``."""
    with _LOCK:
        return msgspec.msgpack.decode(data, type=shape)
