"""What the page of inspection packs says, in both languages."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "pack": ("核验包", "Inspection pack"),
    "pack of record": ("制作本记录的核验包", "Make an inspection pack of this record"),
    "pack of measure": ("制作本指标的核验包", "Make an inspection pack of this measure"),
    "pack of item": ("制作本事项的核验包", "Make an inspection pack of this item"),
    "pack intro": (
        (
            "核验包是一个 zip 文件，交给检查、审计人员后，无需本系统、无需联网即可核验："
            "数字由哪些事实构成、有哪些佐证、制作后是否被改动。"
        ),
        (
            "A pack is a zip file for whoever inspects: without this system and without a network it shows which facts "
            "make a number, with which papers, and that nothing was changed since."
        ),
    ),
    "pack choose": ("选择事项", "Choose an item"),
    "pack elsewhere": (
        "也可从某项指标或某条记录的页面进入，制作该指标、该记录的核验包。",
        "The pages of a measure and of a record lead to packs of these.",
    ),
    "pack make": ("制作并下载", "Make it and download"),
    "pack on record": (
        "制作一次即留痕一次。您无权查看的内容不会装入：只显示它在日志中的位置。",
        "Each pack is put on record. What you may not read is not in it: only its place in the log is shown.",
    ),
    "pack barred": ("不能制作：{reason}", "It cannot be made: {reason}"),
    "pack holds": ("包内文件", "What it holds"),
    "pack file": ("文件", "File"),
    "pack what": ("内容", "Contents"),
    "pack facts": (
        "每条事实一行：原文、在审计日志中的位置及证明；指标、事项的核验包含构成其数字的全部事实和使之核实的事实",
        (
            "A line for each fact: its bytes, its place in the audit log and the proof; of a measure or an item all "
            "facts behind the numbers, and those that verify them"
        ),
    ),
    "pack papers": (
        "事实所载的佐证材料原件，以其哈希（SHA-256）命名",
        "The papers that the facts name, under their hashes (SHA-256)",
    ),
    "pack checkpoint": (
        "审计日志的检查点：签署时共有多少条、根哈希，以及见证方的联署；见证方较早所见另列",
        "The log's checkpoint: how many entries it had, its root, who witnessed it; and what witnesses saw earlier",
    ),
    "pack manifest": (
        "清单：各文件的哈希、何时何人制作、哪些未予装入；由网关签署",
        "The manifest: the hash of each file, made when and by whom, what was left out; signed by the gateway",
    ),
    "pack verifier": ("核验程序，只需 Python 3.10 以上", "The program that checks, with Python 3.10 or later alone"),
    "pack check": ("如何核验", "How it is checked"),
    "pack steps": (
        "在任何一台装有 Python 的电脑上，把核验包、核验程序和公钥文件放在同一目录，运行：",
        "On any computer with Python: put the pack, the program and the file of keys into one folder and run:",
    ),
    "pack says": (
        "程序用中英文说明证明了什么、没有证明什么；若被改动，指出第一处不符的文件。",
        "It says in both languages what is proved and what is not; where anything was changed, the first file.",
    ),
    "pack keys": (
        "公钥须另行交付（例如当面或电话核对），不能只信包内所附：伪造者也会附上自己的公钥。",
        "Hand the keys over apart from the pack, and compare them by hand: a forger brings his own along.",
    ),
    "pack key": ("公钥", "Key"),
    "pack fingerprint": ("指纹（SHA-256）", "Fingerprint (SHA-256)"),
}
