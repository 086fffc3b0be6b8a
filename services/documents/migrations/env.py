from kit.migrations import run_environment
from services.documents.model import Base

run_environment(Base.metadata)
