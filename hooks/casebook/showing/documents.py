"""Files of the site that are no pages of its theme: the data, the feeds, the cards.

To add some, write a module whose `documents` yields them, and name it in `DOCUMENTS`.
"""

from casebook.showing import api, cards, feeds
from casebook.showing.edition import Make

DOCUMENTS: tuple[Make, ...] = (api.documents, feeds.documents, cards.documents)
