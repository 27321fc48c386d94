"""What the model of a problem is written on: sums, clauses and prices for CP-SAT.

A literal is a variable or, where the cell is settled, 0 or 1. A rule that holds becomes a
constraint, a priced one a variable that counts how far it is broken.
"""

from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from dayuan.resources.rosters.planner.problem import Rule

Literal = cp_model.BoolVarT | int
#: A literal and how often it counts.
Term = tuple[int, Literal]


def negated(literal: Literal) -> Literal:
    """Return the opposite of a literal."""
    return 1 - literal if isinstance(literal, int) else ~literal


class Sheet:
    """A model under construction, and what it costs.

    With ``elastic`` what must hold for a group is priced that high instead: where most
    people are not planned yet, nothing can be covered.
    """

    def __init__(self, *, elastic: int | None = None) -> None:
        self.model = cp_model.CpModel()
        self.elastic = elastic
        self.constant = 0
        #: Whether what is broken and cannot be changed makes everything impossible. Not where
        #: a part stays as it is, for better or worse.
        self.strict = True
        self._variables: list[cp_model.LinearExprT] = []
        self._prices: list[int] = []

    def boolean(self) -> cp_model.IntVar:
        """Return a new variable that is 0 or 1."""
        return self.model.new_bool_var("")

    def charge(self, price: int, literal: Literal) -> None:
        """Add the price of a literal to what the roster costs."""
        if isinstance(literal, int):
            self.constant += price * literal
        elif price:
            self._variables.append(literal)
            self._prices.append(price)

    def cost(self) -> cp_model.LinearExprT:
        """Return what the roster costs."""
        return cp_model.LinearExpr.weighted_sum(self._variables, self._prices) + self.constant

    def group_price(self, rule: Rule) -> int | None:
        """Return the price of a rule about a group."""
        return self.elastic if rule.price is None else rule.price

    def _settled(self, price: int | None, units: int) -> None:
        """Take what nobody can change any more."""
        self.constant += (price or 0) * units
        if units and price is None and self.strict:
            self.model.add_bool_or([])

    def never_all(self, literals: Iterable[Literal], price: int | None) -> None:
        """Forbid that all literals are true at once."""
        open_ones = []
        for literal in literals:
            if isinstance(literal, int):
                if not literal:
                    return
            else:
                open_ones.append(~literal)
        if not open_ones:
            self._settled(price, 1)
            return
        if price is None:
            self.model.add_bool_or(open_ones)
        elif price:
            broken = self.boolean()
            self.model.add_bool_or([*open_ones, broken])
            self.charge(price, broken)

    def at_most_one(self, literals: Iterable[Literal]) -> None:
        """Let at most one of some literals be true."""
        known = list(literals)
        taken = sum(one for one in known if isinstance(one, int))
        open_ones = [one for one in known if not isinstance(one, int)]
        if taken:
            for one in open_ones:
                self.model.add(one == 0)
        elif len(open_ones) > 1:
            self.model.add_at_most_one(open_ones)

    def at_most(self, terms: Sequence[Term], most: int, price: int | None, step: int = 1) -> None:
        """Keep a sum of literals at a limit; priced for each started step beyond it."""
        settled, variables, weights = _parted(terms)
        room = most - settled
        if not variables:
            self._settled(price, -(-max(-room, 0) // step))
            return
        largest = sum(max(weight, 0) for weight in weights)
        if largest <= room or price == 0:
            return
        total = cp_model.LinearExpr.weighted_sum(variables, weights)
        if price is None:
            self.model.add(total <= room)
            return
        beyond = self.model.new_int_var(0, -(-(largest - room) // step), "")
        self.model.add(total - step * beyond <= room)
        self.charge(price, beyond)

    def at_least(self, terms: Sequence[Term], least: int, price: int | None, step: int = 1) -> None:
        """Keep a sum from falling below a limit; priced for each started step that lacks."""
        self.at_most([(-weight, literal) for weight, literal in terms], -least, price, step)

    def any_of(self, literals: Iterable[Literal]) -> Literal:
        """Return a literal that is true if one of some is (and may be true otherwise)."""
        known = list(literals)
        if any(isinstance(one, int) and one for one in known):
            return 1
        open_ones = [one for one in known if not isinstance(one, int)]
        if len(open_ones) < 2:
            return open_ones[0] if open_ones else 0
        either = self.boolean()
        for one in open_ones:
            self.model.add_implication(one, either)
        return either

    def sum_of(self, literals: Sequence[Literal]) -> Literal:
        """Return a literal for the sum of literals of which at most one is true."""
        settled = sum(one for one in literals if isinstance(one, int))
        open_ones = [one for one in literals if not isinstance(one, int)]
        if settled or not open_ones:
            return min(settled, 1)
        if len(open_ones) == 1:
            return open_ones[0]
        whole = self.boolean()
        self.model.add(cp_model.LinearExpr.sum(open_ones) == whole)
        return whole


def _parted(terms: Sequence[Term]) -> tuple[int, list[cp_model.BoolVarT], list[int]]:
    """Return what is settled of a sum, and what is open."""
    settled, variables, weights = 0, [], []
    for weight, literal in terms:
        if isinstance(literal, int):
            settled += weight * literal
        else:
            variables.append(literal)
            weights.append(weight)
    return settled, variables, weights
