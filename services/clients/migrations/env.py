from kit.migrations import run_environment
from services.clients.model.tables import Base

run_environment(Base.metadata)
