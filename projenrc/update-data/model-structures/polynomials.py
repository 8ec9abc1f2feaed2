"""Sums of products, in one form: what is the same has the same text."""

from expressions import Symbol, choice, is_constant, operation, text

LARGEST = 12


def polynomial(value):
    """The terms of an expression: the coefficient of each product of factors."""
    if is_constant(value) and not isinstance(value, (str, type(None))):
        return {(): value} if value else {}
    if isinstance(value, Symbol) and value.operator in ("+", "-"):
        left, right = (polynomial(operand) for operand in value.operands)
        return added(left, right, 1 if value.operator == "+" else -1)
    if isinstance(value, Symbol) and value.operator == "*":
        left, right = (polynomial(operand) for operand in value.operands)
        if len(left) * len(right) <= LARGEST:
            result = {}
            for factors, coefficient in left.items():
                for others, other in right.items():
                    result = added(result, {tuple(sorted((*factors, *others), key=text)): coefficient * other})
            return result
        return {tuple(sorted((simplified(value.operands[0]), simplified(value.operands[1])), key=text)): 1}
    return {(simplified_parts(value),): 1}


def added(left, right, sign=1):
    result = dict(left)
    for factors, coefficient in right.items():
        result[factors] = result.get(factors, 0) + sign * coefficient
        if result[factors] == 0:
            del result[factors]
    return result


def simplified_parts(value):
    if not isinstance(value, Symbol) or value.operator in ("field", "model"):
        return value
    operands = [simplified(operand) if isinstance(operand, Symbol) else operand for operand in value.operands]
    return choice(*operands) if value.operator == "?" else Symbol(value.operator, *operands)


def simplified(value):
    if not isinstance(value, Symbol):
        return value
    if value.operator not in ("+", "-", "*"):
        return simplified_parts(value)
    return built(polynomial(value))


def gathered(terms):
    """Terms of which those with the same condition are one."""
    conditions = {}
    for factors, coefficient in list(terms.items()):
        if len(factors) == 1 and isinstance(factors[0], Symbol) and factors[0].operator == "?":
            conditions.setdefault(factors[0].operands[0], []).append((factors, coefficient))
    result = dict(terms)
    for condition, found in conditions.items():
        if len(found) > 1:
            sides = []
            for side in (1, 2):
                total = {}
                for factors, coefficient in found:
                    total = added(total, {key: value * coefficient for key, value in polynomial(factors[0].operands[side]).items()})
                sides.append(built(total))
            for factors, _ in found:
                del result[factors]
            result = added(result, {(choice(condition, *sides),): 1})
    return result


def built(terms):
    result = 0
    terms = gathered(terms)
    for factors, coefficient in sorted(terms.items(), key=lambda term: (-len(term[0]), [text(factor) for factor in term[0]])):
        product = coefficient
        for factor in factors:
            product = factor if is_constant(product) and product == 1 else operation("*", product, factor)
        result = operation("+", result, product)
    return result
