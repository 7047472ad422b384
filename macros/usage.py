"""Describes how to call a macro, for error messages and for the handbook."""

from collections.abc import Callable
from inspect import Parameter, signature

TEXT = {  # a text between “call” and “endcall” reaches a function as its argument “caller”
    "missing a required argument: 'caller'": "its text is missing",
    "got an unexpected keyword argument 'caller'": "it takes no text",
}


def usage(name: str, function: Callable[..., str]) -> str:
    """Return the form of a call, such as `{{ helpline(country, …) }}`. Takes a macro that is bound to the facts."""
    parameters = signature(function).parameters
    call = f"{name}({', '.join(_argument(p) for p in parameters.values() if p.name != 'caller')})"
    return f"{{% call {call} %}} … {{% endcall %}}" if "caller" in parameters else f"{{{{ {call} }}}}"


def _argument(parameter: Parameter) -> str:
    ending = {Parameter.VAR_POSITIONAL: ", …", Parameter.KEYWORD_ONLY: "=…"}
    return parameter.name + ending.get(parameter.kind, "")


def misuse(error: TypeError) -> str:
    """Return what is wrong with the arguments of a call, in plain words where possible."""
    return TEXT.get(str(error), str(error))
