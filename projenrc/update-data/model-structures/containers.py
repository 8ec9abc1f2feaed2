"""The methods of lists, dictionaries and strings."""

from expressions import Symbol, is_constant
from values import Mapping, Sequence, Unknown, list_expression


class Containers:
    def sequence_append(self, value, item):
        self.put(value.space, "items", (*value.items, item))

    def sequence_extend(self, value, items):
        self.put(value.space, "items", (*value.items, *(items.items if isinstance(items, Sequence) else [Unknown("extend")])))

    def sequence_insert(self, value, index, item):
        self.sequence_append(value, item)

    def sequence_index(self, value, item):
        return value.items.index(item) if is_constant(item) and item in value.items else Symbol("index", list_expression(value), item)

    def sequence_count(self, value, item):
        return Symbol("count", list_expression(value), item)

    def sequence_copy(self, value):
        return self.sequence(value.items)

    def mapping_get(self, value, key, default=None):
        return self.looked_up(value, key, default)

    def mapping_pop(self, value, key, default=None):
        return self.looked_up(value, key, default)

    def mapping_setdefault(self, value, key, default=None):
        return self.looked_up(value, key, default)

    def mapping_items(self, value):
        return self.sequence([self.sequence(pair) for pair in value.space["items"].items()])

    def mapping_keys(self, value):
        return self.sequence(value.space["items"])

    def mapping_values(self, value):
        return self.sequence(value.space["items"].values())

    def mapping_update(self, value, other=None, **items):
        if isinstance(other, Mapping):
            items = {**other.space["items"], **items}
        self.put(value.space, "items", {**value.space["items"], **items})

    def mapping_copy(self, value):
        return self.mapping(value.space["items"])

    def str_split(self, value, separator=None):
        return self.sequence(value.split(separator))

    def str_startswith(self, value, start):
        return value.startswith(start) if isinstance(start, str) else Unknown("startswith")

    def str_format(self, value, *arguments):
        return Unknown("format")

    def str_lower(self, value):
        return value.lower()

    def str_upper(self, value):
        return value.upper()
