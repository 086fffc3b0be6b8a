from kit.migrations import run_environment
from services.search.model import METADATA

run_environment(METADATA)
