"""What is wrong with a file, in Chinese: beside each sentence in English that a ``Wrong`` may carry.

A pair of braces stands for what a sentence fills in; it is kept as it is.
"""

import re
from collections.abc import Mapping

CHINESE: Mapping[str, str] = {
    "a bundle ends in the middle of an entry": "记录包断在一条记录的中间",
    "a line has no end, or is too long": "有一行没有结尾，或者太长",
    "a line of a manifest is not a digest and a file": "清单里有一行不是摘要和文件",
    "a line under the note is no signature": "签名行不是签名",
    "a path leads out of the package": "有一个路径通到档案包外面",
    "a tag file is not in UTF-8": "说明文件不是 UTF-8",
    "a tree of {} is no beginning of a tree of {}": "{} 条的账本不是 {} 条的账本的开头",
    "an empty tree has another root": "空账本的根不是这样的",
    "an entry of the receipt is about something else": "回执里有一条记录说的是别的事",
    "bag-info.txt names another number of files and octets than there are": "bag-info.txt 写的文件数和字节数与实际不符",
    "bagit.txt does not say version 1.0 in UTF-8": "bagit.txt 写的不是 1.0 版、UTF-8",
    "hashes without an end": "哈希列表没有结尾",
    "leaf {} does not stand in a tree of {}": "第 {} 号不在 {} 条的账本里",
    "no base 64": "不是 Base64",
    "no checkpoint": "不是检查点",
    "no exported range": "不是导出的账本",
    "no hash": "不是哈希",
    "no key in the form name+hash+key": "公钥不是“名称+哈希+公钥”的形式",
    "no number": "不是数",
    "no proof": "不是证明文件",
    "no receipt": "不是收据",
    "no signed note": "不是签名的文本",
    "the ZIP holds something else than one package": "ZIP 里不是一个档案包",
    "the digest and the salt are not those the ledger's entry commits to": "摘要和盐与账本里的记录对不上",
    "the entries of the receipt are not those of one consent": "回执里的记录不属于同一次同意",
    "the entry in the file has another hash": "文件里的记录与给出的哈希不符",
    "the file does not hold the entry, and its hash was not given": "文件里没有记录，也没有给出它的哈希",
    "the file has entries up to {}, not {}": "文件里的记录只到 {}，不是 {}",
    "the file is too large": "文件太大",
    "the frontier does not fit the start": "开头的哈希与起点对不上",
    "the key does not fit its own hash, or is of a kind not known here": "公钥与自带的哈希不符，或者是不认识的种类",
    "the leaf holds no entry of a ledger": "里面不是账本的记录",
    "the ledger's entry does not say what such an entry says": "账本的记录缺了该写的内容",
    "the ledger's entry is about another case": "账本的记录说的是另一件办件",
    "the ledger's entry is not about a material that was kept": "账本的记录说的不是收下一份材料",
    "the ledger's entry is not about an archived case": "账本的记录说的不是归档的办件",
    "the ledger's entry names another manifest: another package was archived": "账本记的是另一份清单，不是当时归档的",
    "the line “{}” is missing": "缺少“{}”这一行",
    "the note has too many signatures": "签名太多",
    "the note is not UTF-8": "文本不是 UTF-8",
    "the note is too large": "文本太大",
    "the package cannot be read: {}": "档案包读不了：{}",
    "the package holds a link to something outside": "档案包里有通到外面的链接",
    "the package holds more files than are checked here": "档案包里的文件太多，这里不核对",
    "the package is larger than what is checked here": "档案包太大，这里不核对",
    "the proof is no list of hashes": "证明不是哈希的列表",
    "the proof is too long": "证明太长",
    "the proof is too short": "证明太短",
    "the proof leads to another root": "证明通向另一个根：记录、位置或检查点被改动过",
    "the proof leads to other roots": "证明通向别的根：两个检查点接不上，或者被改动过",
    "the proofs of the receipt stand under different checkpoints": "回执里的证明不在同一个检查点下",
    "the receipt does not hold its proofs": "回执里没有该有的证明",
    "the receipt does not say what was agreed to": "回执没有写清同意了什么",
    "the receipt holds something else than digest, salt and proof": "收据里有摘要、盐和证明以外的东西",
    "the signature of {} is false": "{} 的签名是假的，或者内容被改动过",
    "the tiles lead to another root than the checkpoint's": "瓦片通向的根与检查点不同",
    "the tree is larger than what is checked here": "账本太大，这里不核对",
    "two trees of one size have different roots": "同样大小的两个账本，根不一样",
    "what the receipt says was agreed to is not what the ledger holds": "回执写的同意内容与账本不符",
    "The request is not as add-checkpoint wants it": "请求不是 add-checkpoint 的形式",
    "{} cannot be read": "{} 读不了",
    "{} does not belong into this manifest": "{} 不该在这份清单里，或者写了两次",
    "{} does not hold the entries of its tile": "{} 里的记录与它的瓦片不符",
    "{} does not lead to {}": "{} 与 {} 接不上",
    "{} is in the package or in its manifest, not in both": "{} 只在档案包里或者只在清单里",
    "{} is missing or too short": "缺少 {}，或者它太短",
    "{} is missing": "缺少 {}",
    "{} is no Ed25519 key": "{} 不是 Ed25519 私钥",
    "{} is too large": "{} 太大",
    "{} is too short": "{} 太短",
    "{} was changed": "{} 被改动过",
}


def in_chinese(sentence: str) -> str:
    """The sentence in Chinese; one that is not known stays what it is."""
    if sentence in CHINESE:
        return CHINESE[sentence]
    for english, chinese in CHINESE.items():
        if "{}" in english and (match := _pattern(english).fullmatch(sentence)):
            return chinese.format(*match.groups())
    return sentence


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.+)".join(map(re.escape, english.split("{}"))), re.DOTALL)
