"""The four forms of a name: raw (as registered), core (without form and quotes), sort key and comparison key."""

from __future__ import annotations

from dataclasses import dataclass

from kit.latvian.fold import comparison_key, fold
from kit.latvian.names import parse_legal_name, person_core, person_shown, show_legal_name
from kit.latvian.order import sort_key
from services.clients.errors import NameRequired
from services.clients.model.tables import Client


@dataclass(frozen=True, slots=True)
class NameForms:
    """What follows from a name as it was entered."""

    legal_form: str
    core: str
    shown: str
    sort_key: str
    comparison_key: str


def name_key(core: str) -> str:
    """What two names share when they may be one: no form, case, spaces, punctuation or diacritics, one alphabet."""
    return fold(comparison_key(core))


def legal_name_forms(raw: str, legal_form: str) -> NameForms:
    """The forms of a legal person's name; the form code is taken from the name when not given."""
    parsed = parse_legal_name(raw, legal_form)
    form = legal_form or parsed.form
    return NameForms(
        form,
        parsed.core,
        show_legal_name(parsed),
        # The form breaks ties: SIA "Virši" and ZS "Virši" are neighbours in a steady order.
        f"{sort_key(parsed.core)} {form.lower()}",
        name_key(parsed.core),
    )


def person_name_forms(first_name: str, last_name: str) -> NameForms:
    """The forms of a natural person's name: sorted by surname, shown given name first."""
    core = person_core(first_name, last_name)
    return NameForms("", core, person_shown(first_name, last_name), sort_key(core), name_key(core))


def set_name_forms(client: Client) -> None:
    """Fills the derived forms of the client. Raises NameRequired when there is nothing to derive from."""
    if client.kind == "natural":
        if not (client.first_name or client.last_name):
            raise NameRequired("last_name")
        forms = person_name_forms(client.first_name, client.last_name)
    else:
        if not client.name:
            raise NameRequired("name")
        forms = legal_name_forms(client.name, client.legal_form)
    client.legal_form = forms.legal_form
    client.name_core = forms.core
    client.name_shown = forms.shown
    client.sort_key = forms.sort_key
    client.comparison_key = forms.comparison_key
