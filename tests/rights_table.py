"""The table of rights as it is tested, written for people: `python -m tests.rights_table > docs/rights.md`."""

import sys

from tests.access_table import ACCESS, ALL, PUBLIC

ROLES = {
    "C": "Collaborateur",
    "H": "Responsable",
    "Q": "Référent",
    "M": "Direction",
    "R": "Lecteur",
    "A": "Administrateur",
}
HEAD = """# Qui peut ouvrir quoi

Le tableau ci-dessous est celui que les tests vérifient : chaque page et chaque fichier, pour chaque rôle, dans les deux sens (qui
n’est pas nommé est refusé). Il est tiré de `tests/access_table.py` par `python -m tests.rights_table`. Une page nouvelle sans sa ligne
fait échouer les tests. Ce tableau dit la porte ; au-delà, chaque acte vérifie encore à qui appartient la chose (son service, son
propre signalement, jamais son propre travail à valider).

Un collaborateur nommé suppléant ouvre, tant qu’il l’est, ce qu’ouvrent un collaborateur et un responsable ; il n’y voit et n’y fait ce
que fait un responsable que dans le service dont il est suppléant. Un responsable à qui un second service est confié fait de même dans
les deux. Seul un responsable nomme son suppléant (`/suppleants/`) : un suppléant n’en nomme pas d’autre. Un lecteur, la direction, l’administrateur ne sont jamais suppléants.

● ouvert · *(vide)* refusé · « tous » : aucun compte n’est nécessaire.

"""


def written() -> str:
    """The whole document."""
    titles = " | ".join(ROLES.values())
    lines = [f"| adresse | {titles} |", "|---|" + ":-:|" * len(ROLES)]
    lines += [_line(route, who) for route, who in sorted(ACCESS.items(), key=_by_address)]
    return HEAD + "\n".join(lines) + "\n"


def _by_address(one: tuple[str, str]) -> tuple[str, str]:
    method, _, path = one[0].partition(" ")
    return path, method


def _line(route: str, who: str) -> str:
    cells = ["tous" if who == PUBLIC else "●" if letter in who else "" for letter in ROLES]
    return f"| `{route}` | " + " | ".join(cells) + " |"


assert set(ROLES) == set(ALL)

if __name__ == "__main__":
    sys.stdout.write(written())
