"""What is asked for where accounts, sessions and keys are looked after."""

from __future__ import annotations

from contracts import forms as ask
from contracts.forms import Form
from contracts.roles import BUSINESS, OUTSIDERS, ROLES

LONGEST_KEY_DAYS = 1826
FOUNDER_ID = "founder:first"
"""The account of the first administrator, who is no person of the register."""


class Credentials(Form):
    """By which somebody signs in; a code where the account has a second factor."""

    name = ask.text("账号（人员编号）", "Account (person code)", longest=40)
    password = ask.password("密码", "Password")
    code = ask.text("动态验证码", "One-time code", longest=20, required=False)


class FirstPassword(Form):
    """A password that is chosen by a link that works once; a code where the account has a second factor."""

    link = ask.text("链接", "Link", longest=100)
    password = ask.password("新密码", "New password")
    code = ask.text("动态验证码", "One-time code", longest=20, required=False)


class PasswordChange(Form):
    """Another password in place of the present one."""

    password = ask.password("现密码", "Present password")
    new = ask.password("新密码", "New password")


class Invitation(Form):
    """An account for a person of the personnel register."""

    person = ask.code("人员编号", "Person code")


class NewAuthenticator(Form):
    """An authenticator that has been given a secret, with the code that it shows now."""

    name = ask.text("名称", "Name", longest=40)
    secret = ask.text("密钥", "Secret", longest=64)
    code = ask.text("动态验证码", "One-time code", longest=20)


class NewPasskey(Form):
    """A passkey that a browser made."""

    name = ask.text("名称", "Name", longest=40)


class ChosenPost(Form):
    """The post in which somebody acts from now on, as their own account names it."""

    post = ask.text("身份", "Post", longest=120)


class KeyRequest(Form):
    """A key for a program: for one role and unit, until a day. Programs bear no office: those are people's."""

    name = ask.code("名称", "Name")
    role = ask.choice("角色", "Role", ROLES.only(BUSINESS | OUTSIDERS))
    unit = ask.unit("单位（不填为全局）", "Unit (empty: the bureau)", required=False)
    days = ask.number("有效天数", "Days", least=1, most=LONGEST_KEY_DAYS, required=False)
