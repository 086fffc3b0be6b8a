from kit.migrations import run_environment
from services.galleries.model import Base

run_environment(Base.metadata)
