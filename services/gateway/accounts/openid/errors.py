"""Why somebody did not come in by the bureau's provider; each says what to do next."""

from __future__ import annotations

from contracts.errors import Problem, Unauthenticated, Unavailable, Unreadable


class ProviderAway(Unavailable):
    """The bureau's sign-in service does not answer; sign in by password, or try again later."""

    slug, zh = "provider-away", "单位统一登录服务暂无应答，请用密码登录，或者稍后再试"


class NotSignedIn(Unauthenticated):
    """The bureau's sign-in did not come to an end here; begin again, or turn to its administrator."""

    slug, zh = "provider-refused", "单位账号登录未能完成，请重新登录；仍不成功的，请联系单位统一登录的管理员"


class NobodyHere(Unauthenticated):
    """The bureau knows you, this suite has no open account for you: ask the administrator of accounts for one."""

    slug, zh = "no-account-here", "单位账号有效，但本系统没有您的可用账号，请联系安全管理员开通"


class WrongToken(Problem):
    """A token is not what the provider signs for us."""

    slug, zh, status = "wrong-token", "令牌无效", 400


class WrongLogoutToken(Unreadable):
    """This is no logout token of the bureau's provider for this suite."""

    slug, zh = "wrong-logout-token", "退出令牌无效"
