from kit.migrations import run_environment
from services.visits.model.tables import Base

run_environment(Base.metadata)
