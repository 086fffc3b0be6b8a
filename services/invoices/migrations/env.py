from kit.migrations import run_environment
from services.invoices.model.tables import Base

run_environment(Base.metadata)
