from kit.migrations import run_environment
from services.autogen.model.tables import Base

run_environment(Base.metadata)
