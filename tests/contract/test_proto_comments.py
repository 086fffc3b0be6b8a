from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

from tools import generate_proto


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[FileDescriptorProto]:
    out: Path = tmp_path_factory.mktemp("descriptors") / "all.binpb"
    generate_proto.run_protoc(
        "--include_source_info", f"--descriptor_set_out={out}", *generate_proto.our_files()
    )
    return list(FileDescriptorSet.FromString(out.read_bytes()).file)


def named_things(file: FileDescriptorProto) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Name and place of everything that a reader looks up; a place is a path of field numbers of FileDescriptorProto."""
    for index, message in enumerate(file.message_type):
        yield message.name, (4, index)
        for number, field in enumerate(message.field):
            yield f"{message.name}.{field.name}", (4, index, 2, number)
        assert not message.nested_type or all(
            nested.options.map_entry for nested in message.nested_type
        ), f"{message.name}: nested messages are not looked at here"
    for index, enum in enumerate(file.enum_type):
        yield enum.name, (5, index)
        for number, value in enumerate(enum.value):
            yield f"{enum.name}.{value.name}", (5, index, 2, number)
    for index, service in enumerate(file.service):
        yield service.name, (6, index)
        for number, method in enumerate(service.method):
            yield f"{service.name}.{method.name}", (6, index, 2, number)


def test_every_call_message_field_and_value_has_a_comment(files):
    missing = []
    for file in files:
        comments = {
            tuple(place.path): place.leading_comments.strip()
            for place in file.source_code_info.location
        }
        missing += [f"{file.name}: {name}" for name, at in named_things(file) if not comments[at]]
    assert not missing


def test_every_call_has_a_request_and_a_response_of_its_own(files):
    for file in files:
        for service in file.service:
            for method in service.method:
                package = f".{file.package}."
                assert method.input_type == f"{package}{method.name}Request"
                assert method.output_type == f"{package}{method.name}Response"
