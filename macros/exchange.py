"""Short exchanges to practise: what someone says, and a dull answer, for a reader who cannot avoid them."""

from core.errors import require_known
from core.facts import Facts
from macros.render import render


def exchange(facts: Facts, setting: str) -> str:
    """List the exchanges of one setting of data/exchanges.yml.

    Takes the setting, such as "work". Gives Markdown: a table of two columns.
    """
    settings = [found.setting for found in facts.exchanges]
    require_known(setting, settings, "setting", "data/exchanges.yml")
    return render("exchange", facts, pairs=facts.exchanges[settings.index(setting)].pairs)
