"""Words of the JSON for the enum numbers of the services.

A number without a word of its own (UNSPECIFIED) reads as the default the proto names.
"""

from __future__ import annotations

from typing import Final

from sysapi.autogen.v1 import line_pb2 as a
from sysapi.clients.v1 import client_pb2 as c
from sysapi.clients.v1 import clients_service_pb2 as s
from sysapi.documents.v1 import document_pb2 as d
from sysapi.documents.v1 import documents_service_pb2 as e
from sysapi.galleries.v1 import media_pb2 as g
from sysapi.invoices.v1 import invoice_pb2 as i
from sysapi.invoices.v1 import invoices_service_pb2 as m
from sysapi.invoices.v1 import payment_pb2 as p
from sysapi.visits.v1 import visit_pb2 as v

CLIENT_KIND: Final = {0: "legal", c.CLIENT_KIND_LEGAL: "legal", c.CLIENT_KIND_NATURAL: "natural"}
CLIENT_KIND_PB: Final = {"legal": c.CLIENT_KIND_LEGAL, "natural": c.CLIENT_KIND_NATURAL}

CLIENT_STATUS_PB: Final = {
    "prospect": c.CLIENT_STATUS_PROSPECT,
    "active": c.CLIENT_STATUS_ACTIVE,
    "suspended": c.CLIENT_STATUS_SUSPENDED,
    "closed": c.CLIENT_STATUS_CLOSED,
}
CLIENT_STATUS: Final = {0: "active"} | {number: word for word, number in CLIENT_STATUS_PB.items()}

IDENTIFIER_TYPE_PB: Final = {
    "lv_regcode": c.IDENTIFIER_TYPE_LV_REGCODE,
    "lv_vat": c.IDENTIFIER_TYPE_LV_VAT,
    "lv_personal_code": c.IDENTIFIER_TYPE_LV_PERSONAL_CODE,
    "eu_vat": c.IDENTIFIER_TYPE_EU_VAT,
    "foreign": c.IDENTIFIER_TYPE_FOREIGN,
    "gln": c.IDENTIFIER_TYPE_GLN,
    "peppol": c.IDENTIFIER_TYPE_PEPPOL,
    "sepa_creditor": c.IDENTIFIER_TYPE_SEPA_CREDITOR,
}
IDENTIFIER_TYPE: Final = {0: "foreign"} | {
    number: word for word, number in IDENTIFIER_TYPE_PB.items()
}

CHECK_STATE: Final = {0: "none", c.CHECK_STATE_VALID: "valid", c.CHECK_STATE_SUSPECT: "suspect"}

ADDRESS_KIND_PB: Final = {
    "legal": c.ADDRESS_KIND_LEGAL,
    "actual": c.ADDRESS_KIND_ACTUAL,
    "billing": c.ADDRESS_KIND_BILLING,
    "delivery": c.ADDRESS_KIND_DELIVERY,
    "site": c.ADDRESS_KIND_SITE,
}
ADDRESS_KIND: Final = {0: "legal"} | {number: word for word, number in ADDRESS_KIND_PB.items()}

CHANNEL_KIND_PB: Final = {
    "phone": c.CHANNEL_KIND_PHONE,
    "email": c.CHANNEL_KIND_EMAIL,
    "www": c.CHANNEL_KIND_WWW,
}
CHANNEL_KIND: Final = {0: "phone"} | {number: word for word, number in CHANNEL_KIND_PB.items()}

CHANNEL_PURPOSE_PB: Final = {
    "general": c.CHANNEL_PURPOSE_UNSPECIFIED,
    "invoices": c.CHANNEL_PURPOSE_INVOICES,
    "statements": c.CHANNEL_PURPOSE_STATEMENTS,
    "visits": c.CHANNEL_PURPOSE_VISITS,
}
CHANNEL_PURPOSE: Final = {number: word for word, number in CHANNEL_PURPOSE_PB.items()}

NOTICE_SCOPE_PB: Final = {
    "all": c.NOTICE_SCOPE_UNSPECIFIED,
    "invoice": c.NOTICE_SCOPE_INVOICE,
    "visit": c.NOTICE_SCOPE_VISIT,
}
NOTICE_SCOPE: Final = {number: word for word, number in NOTICE_SCOPE_PB.items()}

UNIT_KIND_PB: Final = {
    "branch": c.UNIT_KIND_BRANCH,
    "department": c.UNIT_KIND_DEPARTMENT,
    "site": c.UNIT_KIND_SITE,
}
UNIT_KIND: Final = {0: "branch"} | {number: word for word, number in UNIT_KIND_PB.items()}

DUPLICATE_SIGN: Final = {
    s.DUPLICATE_SIGN_IDENTIFIER: "identifier",
    s.DUPLICATE_SIGN_NAME: "name",
    s.DUPLICATE_SIGN_EMAIL: "email",
    s.DUPLICATE_SIGN_PHONE: "phone",
    s.DUPLICATE_SIGN_IBAN: "iban",
}

SETTING_SCOPE_PB: Final = {
    "company": s.SETTING_SCOPE_COMPANY,
    "group": s.SETTING_SCOPE_GROUP,
    "client": s.SETTING_SCOPE_CLIENT,
    "unit": s.SETTING_SCOPE_UNIT,
}
SETTING_SCOPE: Final = {0: "company"} | {number: word for word, number in SETTING_SCOPE_PB.items()}

SETTING_TYPE: Final = {
    0: "text",
    s.SETTING_TYPE_TEXT: "text",
    s.SETTING_TYPE_INTEGER: "integer",
    s.SETTING_TYPE_BOOLEAN: "boolean",
    s.SETTING_TYPE_CHOICE: "choice",
}

INVOICE_TYPE_PB: Final = {
    "invoice": i.INVOICE_TYPE_INVOICE,
    "credit_note": i.INVOICE_TYPE_CREDIT_NOTE,
    "advance": i.INVOICE_TYPE_ADVANCE,
}
INVOICE_TYPE: Final = {0: "invoice"} | {number: word for word, number in INVOICE_TYPE_PB.items()}

INVOICE_SOURCE: Final = {
    0: "manual",
    i.INVOICE_SOURCE_MANUAL: "manual",
    i.INVOICE_SOURCE_AUTOGEN: "autogen",
    i.INVOICE_SOURCE_VISIT: "visit",
    i.INVOICE_SOURCE_IMPORT: "import",
}

VAT_CATEGORY_PB: Final = {
    "standard": i.VAT_CATEGORY_STANDARD,
    "zero": i.VAT_CATEGORY_ZERO,
    "exempt": i.VAT_CATEGORY_EXEMPT,
    "reverse_charge": i.VAT_CATEGORY_REVERSE_CHARGE,
    "export": i.VAT_CATEGORY_EXPORT,
    "intra_community": i.VAT_CATEGORY_INTRA_COMMUNITY,
    "outside_scope": i.VAT_CATEGORY_OUTSIDE_SCOPE,
}
VAT_CATEGORY: Final = {0: "standard"} | {number: word for word, number in VAT_CATEGORY_PB.items()}

PAYMENT_METHOD_PB: Final = {
    "bank": p.PAYMENT_METHOD_BANK,
    "cash": p.PAYMENT_METHOD_CASH,
    "card": p.PAYMENT_METHOD_CARD,
    "set_off": p.PAYMENT_METHOD_SET_OFF,
}
PAYMENT_METHOD: Final = {0: "bank"} | {number: word for word, number in PAYMENT_METHOD_PB.items()}

ALLOCATION_SOURCE: Final = {
    0: "payment",
    p.ALLOCATION_SOURCE_PAYMENT: "payment",
    p.ALLOCATION_SOURCE_CREDIT_NOTE: "credit_note",
    p.ALLOCATION_SOURCE_WRITE_OFF: "write_off",
}

STATEMENT_KIND: Final = {
    0: "invoice",
    m.STATEMENT_KIND_INVOICE: "invoice",
    m.STATEMENT_KIND_CREDIT_NOTE: "credit_note",
    m.STATEMENT_KIND_PAYMENT: "payment",
    m.STATEMENT_KIND_WRITE_OFF: "write_off",
    m.STATEMENT_KIND_ANNULMENT: "annulment",
}

LINE_STATE_PB: Final = {
    "active": a.LINE_STATE_ACTIVE,
    "paused": a.LINE_STATE_PAUSED,
    "ended": a.LINE_STATE_ENDED,
}
LINE_STATE: Final = {0: "active"} | {number: word for word, number in LINE_STATE_PB.items()}

TIMING_PB: Final = {"in_advance": a.TIMING_IN_ADVANCE, "in_arrears": a.TIMING_IN_ARREARS}
TIMING: Final = {0: "in_advance"} | {number: word for word, number in TIMING_PB.items()}

SHIFT_PB: Final = {
    "none": a.BUSINESS_DAY_SHIFT_NONE,
    "before": a.BUSINESS_DAY_SHIFT_BEFORE,
    "after": a.BUSINESS_DAY_SHIFT_AFTER,
}
SHIFT: Final = {0: "none"} | {number: word for word, number in SHIFT_PB.items()}

PERIOD_STATE_PB: Final = {
    "planned": a.PERIOD_STATE_PLANNED,
    "made": a.PERIOD_STATE_MADE,
    "skipped": a.PERIOD_STATE_SKIPPED,
    "failed": a.PERIOD_STATE_FAILED,
    "waived": a.PERIOD_STATE_WAIVED,
}
PERIOD_STATE: Final = {0: "planned"} | {number: word for word, number in PERIOD_STATE_PB.items()}

VISIT_STATE_PB: Final = {
    "planned": v.VISIT_STATE_PLANNED,
    "done": v.VISIT_STATE_DONE,
    "missed": v.VISIT_STATE_MISSED,
    "cancelled": v.VISIT_STATE_CANCELLED,
}
VISIT_STATE: Final = {0: "planned"} | {number: word for word, number in VISIT_STATE_PB.items()}

FREQUENCY_PB: Final = {
    "days": v.FREQUENCY_DAYS,
    "weeks": v.FREQUENCY_WEEKS,
    "months": v.FREQUENCY_MONTHS,
}
FREQUENCY: Final = {0: "days"} | {number: word for word, number in FREQUENCY_PB.items()}

DAY_OFF_PB: Final = {
    "keep": v.DAY_OFF_KEEP,
    "skip": v.DAY_OFF_SKIP,
    "before": v.DAY_OFF_BEFORE,
    "after": v.DAY_OFF_AFTER,
}
DAY_OFF: Final = {0: "keep"} | {number: word for word, number in DAY_OFF_PB.items()}

DOCUMENT_TYPE_PB: Final = {
    "contract": d.DOCUMENT_TYPE_CONTRACT,
    "annex": d.DOCUMENT_TYPE_ANNEX,
    "offer": d.DOCUMENT_TYPE_OFFER,
    "act": d.DOCUMENT_TYPE_ACT,
    "power_of_attorney": d.DOCUMENT_TYPE_POWER_OF_ATTORNEY,
    "licence": d.DOCUMENT_TYPE_LICENCE,
    "certificate": d.DOCUMENT_TYPE_CERTIFICATE,
    "insurance": d.DOCUMENT_TYPE_INSURANCE,
    "identity": d.DOCUMENT_TYPE_IDENTITY,
    "consent": d.DOCUMENT_TYPE_CONSENT,
    "letter": d.DOCUMENT_TYPE_LETTER,
    "plan": d.DOCUMENT_TYPE_PLAN,
    "other": d.DOCUMENT_TYPE_OTHER,
}
DOCUMENT_TYPE: Final = {0: "other"} | {number: word for word, number in DOCUMENT_TYPE_PB.items()}

VALIDITY: Final = {
    0: "valid",
    d.VALIDITY_VALID: "valid",
    d.VALIDITY_COMING: "coming",
    d.VALIDITY_EXPIRING: "expiring",
    d.VALIDITY_EXPIRED: "expired",
}

DOCUMENT_ORDER_PB: Final = {
    "title": e.DOCUMENT_ORDER_TITLE,
    "newest": e.DOCUMENT_ORDER_NEWEST,
    "valid_to": e.DOCUMENT_ORDER_VALID_TO,
}

PREVIEW_STATE: Final = {
    0: "none",
    g.PREVIEW_STATE_NONE: "none",
    g.PREVIEW_STATE_PENDING: "pending",
    g.PREVIEW_STATE_READY: "ready",
    g.PREVIEW_STATE_REFUSED: "refused",
}
