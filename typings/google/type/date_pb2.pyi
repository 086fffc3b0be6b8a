from google.protobuf.descriptor import FileDescriptor
from google.protobuf.message import Message

DESCRIPTOR: FileDescriptor

class Date(Message):
    year: int
    month: int
    day: int
    def __init__(self, *, year: int = ..., month: int = ..., day: int = ...) -> None: ...
