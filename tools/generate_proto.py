"""Makes the Python modules beside each .proto file: `python -m tools.generate_proto`.

`buf/validate/validate.proto` is not shipped as text by protovalidate, only as a descriptor; it is handed to protoc as a
descriptor set, together with the descriptors of the files it imports.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib import resources
from pathlib import Path

from google.protobuf import any_pb2, descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2
from google.protobuf.descriptor import FileDescriptor
from google.rpc import status_pb2
from google.type import date_pb2, money_pb2
from protovalidate._gen.buf.validate import validate_pb

ROOT = Path(__file__).resolve().parent.parent
PROTO = ROOT / "proto"


def dependency_set() -> descriptor_pb2.FileDescriptorSet:
    """Every imported file that is not ours, as one descriptor set."""
    files = descriptor_pb2.FileDescriptorSet()
    modules = (
        descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2, any_pb2, status_pb2, date_pb2, money_pb2,
    )  # fmt: skip
    for module in modules:
        descriptor: FileDescriptor = module.DESCRIPTOR
        proto = files.file.add()
        descriptor.CopyToProto(proto)
    files.file.add().ParseFromString(validate_pb._DESC.proto.to_binary())  # pyright: ignore[reportPrivateUsage]
    return files


# The generated modules import buf.validate.validate_pb2; protovalidate ships its own runtime's module instead.
VALIDATE = "buf/validate/validate.proto"


def our_files() -> list[str]:
    """Paths of our .proto files, relative to the proto root."""
    return sorted(str(path.relative_to(PROTO)) for path in PROTO.rglob("*.proto"))


def run_protoc(*arguments: str) -> None:
    """Runs protoc with the shared include set-up; ends the process when it fails."""
    with tempfile.TemporaryDirectory() as scratch:
        dependencies = Path(scratch) / "dependencies.binpb"
        dependencies.write_bytes(dependency_set().SerializeToString())
        well_known = resources.files("grpc_tools") / "_proto"
        includes = [f"-I{PROTO}", f"-I{well_known}", f"--descriptor_set_in={dependencies}"]
        # Beside this Python and not on PATH, when the environment is not activated.
        includes += [
            f"--plugin={name}={Path(sys.executable).with_name(name)}"
            for name in ("protoc-gen-mypy", "protoc-gen-mypy_grpc")
        ]
        # Its plugins are forked: not from a process of ours, where threads of gRPC may hold locks.
        protoc = [sys.executable, "-m", "grpc_tools.protoc", *includes, *arguments]
        if subprocess.run(protoc, check=False).returncode != 0:
            sys.exit("protoc failed")


def main(out: Path = PROTO) -> None:
    """Writes *_pb2.py, *_pb2_grpc.py and their stubs into `out`."""
    run_protoc(f"--python_out={out}", f"--mypy_out=quiet:{out}", VALIDATE, *our_files())
    services = [name for name in our_files() if name.endswith("_service.proto")]
    run_protoc(f"--grpc_python_out={out}", f"--mypy_grpc_out=only_async,quiet:{out}", *services)
    packages = {path.parent for path in out.rglob("*_pb2.py")}
    for package in packages:
        for folder in (package, *package.parents):
            if folder == out:
                break
            (folder / "__init__.py").touch()


if __name__ == "__main__":
    main()
