from google.protobuf.descriptor import FileDescriptor
from google.protobuf.message import Message

DESCRIPTOR: FileDescriptor

class Money(Message):
    currency_code: str
    units: int
    nanos: int
    def __init__(self, *, currency_code: str = ..., units: int = ..., nanos: int = ...) -> None: ...
