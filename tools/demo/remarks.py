"""What colleagues write about clients: comments, tags, notices."""

from __future__ import annotations

from sysapi.clients.v1 import client_pb2
from tools.demo.draws import Draw, Weighted, one_of
from tools.demo.numbers import old_seven_digits

_TAGS = Weighted(
    (("e-rēķins", 20), ("VIP", 6), ("sezonas klients", 10), ("tenderis", 6), ("ilgtermiņa līgums", 18), ("ieteica klients", 9),
     ("izstāde 2019", 4), ("pārbaudīt rekvizītus", 5), ("avansa maksājums", 8), ("objekts ar apsardzi", 5),
     ("piegāde uz objektu", 6), ("zvanīt pirms vizītes", 9))
)  # fmt: skip
_COMMENTS = (
    "Rēķinus sūtīt līdz katra mēneša 5. datumam.",
    "Pirms vizītes zvanīt objekta pārzinim, iekļuve tikai ar caurlaidi.",
    "Līgums pagarināts līdz gada beigām.\nNākamā pārskatīšana janvārī.",
    "Klients lūdz visus dokumentus sūtīt elektroniski.",
    "Sarunāts 5 % atlaides līmenis, ja gada apgrozījums pārsniedz 10 000 eiro.",
    "Agrāk strādājām ar iepriekšējo īpašnieku.",
    "Atslēgas pie dežuranta, kods mainās reizi ceturksnī.",
    "Vēlas pakalpojumu tikai no aprīļa līdz oktobrim.",
    "Rēķinā obligāti norādīt pasūtījuma numuru.",
)
_NOTICES: tuple[tuple[str, client_pb2.NoticeScope.ValueType], ...] = (
    ("Pirms rēķina izrakstīšanas saskaņot summu ar grāmatvedi.", client_pb2.NOTICE_SCOPE_INVOICE),
    ("Jaunus pasūtījumus pieņemt tikai ar avansa maksājumu.", client_pb2.NOTICE_SCOPE_UNSPECIFIED),
    ("Objektā suns; iebraukt tikai pēc zvana.", client_pb2.NOTICE_SCOPE_VISIT),
    ("Mainās rekvizīti, pārbaudīt pirms rēķina.", client_pb2.NOTICE_SCOPE_INVOICE),
    ("Vizītes tikai pēc plkst. 17.00.", client_pb2.NOTICE_SCOPE_VISIT),
)


def add_remarks(client: client_pb2.Client, draw: Draw) -> None:
    """Comments for 15 %, tags for 12 %, a notice for 1 %, an old phone of seven digits for 1 %."""
    share = draw()
    if share < 0.15:
        client.comment = one_of(_COMMENTS, draw())
    if share > 0.99:
        client.comment = f"Vecais tālrunis: {old_seven_digits(draw)}"
    share = draw()
    if share < 0.12:
        tags = {_TAGS.pick(draw()): None for _ in range(1 + int(share * 20))}
        client.tags.extend(tags)
    if draw() < 0.01:
        text, scope = one_of(_NOTICES, draw())
        client.notice.text = text
        client.notice.scope = scope
