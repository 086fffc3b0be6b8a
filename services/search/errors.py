"""What the search service refuses, one class per reason of search/v1/error_reason.proto."""

from __future__ import annotations

from kit.errors import Invalid, Precondition, Unavailable

DOMAIN = "search.sys"


class SortColumnInvalid(Invalid):
    """There is no such column to order by."""

    reason = "SORT_COLUMN_INVALID"
    domain = DOMAIN


class QueryInvalid(Invalid):
    """The query has characters that are not allowed."""

    reason = "QUERY_INVALID"
    domain = DOMAIN


class IndexNotReady(Unavailable):
    """The index is being built for the first time."""

    reason = "INDEX_NOT_READY"
    domain = DOMAIN


class RebuildRunning(Precondition):
    """A rebuild is already running."""

    reason = "REBUILD_RUNNING"
    domain = DOMAIN
