"""Legal forms: the codes of the Register of Enterprises and the words people write for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One legal form. `short` is what is shown before the name, "" when nothing is.

    `words` are the folded phrases that always mean the form; `loose` ones do so only as a whole
    lead or tail, because they also end ordinary names ("Latvijas Ornitoloģijas biedrība").
    """

    title: str
    short: str = ""
    words: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    foreign: bool = False


FORMS: dict[str, Form] = {
    "SIA": Form(
        "Sabiedrība ar ierobežotu atbildību",
        "SIA",
        (
            "sia",
            "vsia",
            "psia",
            "sabiedriba ar ierobezotu atbildibu",
            "sabiedribas ar ierobezotu atbildibu",
            "sab ar ierobezotu atbildibu",
        ),
    ),
    "AS": Form(
        "Akciju sabiedrība",
        "AS",
        ("as", "a/s", "vas", "aas", "akciju sabiedriba", "akciju sabiedribas"),
    ),
    "IK": Form(
        "Individuālais komersants",
        "IK",
        ("ik", "i/k", "individualais komersants", "individuala komersanta"),
    ),
    "IND": Form(
        "Individuālais uzņēmums",
        "IU",
        ("iu", "i/u", "individualais uznemums", "individuala uznemuma"),
    ),
    "ZEM": Form(
        "Zemnieku saimniecība",
        "ZS",
        (
            "zs",
            "z/s",
            "zemnieku saimnieciba",
            "zemnieka saimnieciba",
            "zemnieku saimniecibas",
            "zemnieka saimniecibas",
        ),
    ),
    "ZVJ": Form(
        "Zvejnieku saimniecība",
        "ZvS",
        ("zvs", "zvejnieku saimnieciba", "zvejnieka saimnieciba"),
    ),
    "PS": Form("Pilnsabiedrība", "PS", ("ps", "pilnsabiedriba", "pilnsabiedribas")),
    "KS": Form("Komandītsabiedrība", "KS", ("ks", "komanditsabiedriba", "komanditsabiedribas")),
    "KB": Form(
        "Kooperatīvā sabiedrība", "KB", ("kooperativa sabiedriba", "kooperativas sabiedribas")
    ),
    "BDR": Form("Biedrība", "", (), ("biedriba", "biedribas")),
    "NOD": Form("Nodibinājums", "", (), ("nodibinajums", "nodibinajuma")),
    "FIL": Form("Filiāle", "", (), ("filiale",)),
    "AKF": Form("Ārvalsts komersanta filiāle"),
    "PAR": Form("Ārvalsts komersanta pārstāvniecība"),
    "ARV": Form("Pārstāvniecība", "", (), ("parstavnieciba",)),
    "POR": Form("Ārvalsts organizācijas pārstāvniecība"),
    "PRV": Form("Pārstāvis"),
    "SE": Form("Eiropas komercsabiedrība", "SE", ("se", "eiropas komercsabiedriba")),
    "SAA": Form("Eiropas komercsabiedrība", "SE"),
    "PAJ": Form("Paju sabiedrība", "", ("paju sabiedriba",)),
    "PAP": Form("Sabiedrība ar papildu atbildību", "", ("sabiedriba ar papildu atbildibu",)),
    "LIG": Form("Līgumsabiedrība ar pilnu atbildību", "", ("ligumsabiedriba ar pilnu atbildibu",)),
    "GIM": Form("Ģimenes uzņēmums", "", ("gimenes uznemums",)),
    "PSV": Form("Pašvaldības uzņēmums", "", ("pasvaldibas uznemums",)),
    "VU": Form("Valsts uzņēmums", "", ("valsts uznemums",)),
    "UZN": Form("Uzņēmējsabiedrības uzņēmums"),
    "SOU": Form("Sabiedriskās organizācijas uzņēmums"),
    "REL": Form("Reliģiskas organizācijas uzņēmums"),
    "KSS": Form("Kooperatīvo biedrību savienības uzņēmums"),
    "KBU": Form("Kooperatīvo biedrību uzņēmums"),
    "KBS": Form("Kooperatīvo biedrību savienība"),
    "SAB": Form("Sabiedriskā organizācija"),
    "SAV": Form("Savienība"),
    "ARB": Form("Arodbiedrība", "", (), ("arodbiedriba",)),
    "ARA": Form("Arodbiedrību apvienība"),
    "SPO": Form("Arodbiedrības patstāvīgā vienība"),
    "PP": Form("Politiskā partija", "", (), ("politiska partija",)),
    "PPA": Form("Politisko partiju apvienība", "", (), ("politisko partiju apvieniba",)),
    "POL": Form("Politiska organizācija (partija)"),
    "DRZ": Form("Draudze"),
    "BAZ": Form("Baznīca"),
    "KAT": Form("Katoļu baznīcas publisko tiesību juridiskā persona"),
    "DIE": Form("Diecēze"),
    "MIS": Form("Misija"),
    "KLO": Form("Klosteris"),
    "ROI": Form("Iestāde"),
    "SKT": Form("Šķīrējtiesa", "", (), ("skirejtiesa",)),
    "EIG": Form("Eiropas ekonomisko interešu grupa"),
    "MIL": Form("Masu informācijas līdzeklis"),
    # Foreign forms met in names; they are no codes of the Register.
    "UAB": Form(
        "Uždaroji akcinė bendrovė (Lietuva)",
        "UAB",
        ("uab", "uzdaroji akcine bendrove"),
        foreign=True,
    ),
    "OU": Form("Osaühing (Igaunija)", "OÜ", ("ou", "osauhing"), foreign=True),
    "ASEE": Form("Aktsiaselts (Igaunija)", "AS", ("aktsiaselts",), foreign=True),
    "OY": Form("Osakeyhtiö (Somija)", "Oy", ("oy", "oyj", "osakeyhtio"), foreign=True),
    "AB": Form("Aktiebolag (Zviedrija)", "AB", ("ab", "aktiebolag"), foreign=True),
    "GMBH": Form("GmbH", "GmbH", ("gmbh",), foreign=True),
    "LTD": Form("Ltd", "Ltd", ("ltd", "limited"), foreign=True),
    "PLC": Form("plc", "plc", ("plc",), foreign=True),
    "BV": Form("B.V.", "B.V.", ("b.v", "bv"), foreign=True),
}

# What people call a form besides its code in the Register.
ALIASES = {"ZS": "ZEM", "Z/S": "ZEM", "IU": "IND", "VAS": "AS", "VSIA": "SIA", "PSIA": "SIA",
           "A/S": "AS", "AAS": "AS", "BIEDRĪBA": "BDR", "NODIBINĀJUMS": "NOD"}  # fmt: skip

# Words that hold both a form and who owns or what it does; the second part is kept in the lead.
COMPOUND = {
    "vas": "Valsts",
    "vsia": "Valsts",
    "psia": "Pašvaldības",
    "aas": "Apdrošināšanas",
}


def form_code(text: str) -> str:
    """The code of a form given as code or everyday abbreviation; "" when it is none."""
    code = text.strip().upper()
    code = ALIASES.get(code, code)
    return code if code in FORMS else ""
