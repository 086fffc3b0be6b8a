from google.protobuf.descriptor import Descriptor
from google.protobuf.internal.containers import RepeatedCompositeFieldContainer, ScalarMap
from google.protobuf.message import Message

class ErrorInfo(Message):
    DESCRIPTOR: Descriptor
    reason: str
    domain: str
    @property
    def metadata(self) -> ScalarMap[str, str]: ...
    def __init__(self, *, reason: str = ..., domain: str = ...) -> None: ...

class BadRequest(Message):
    class FieldViolation(Message):
        field: str
        description: str
        reason: str
        def __init__(
            self, *, field: str = ..., description: str = ..., reason: str = ...
        ) -> None: ...

    DESCRIPTOR: Descriptor
    @property
    def field_violations(self) -> RepeatedCompositeFieldContainer[BadRequest.FieldViolation]: ...
    def __init__(self) -> None: ...
