"""What can be wrong with a key of the platform: a sentence for whoever needed it, details for the operator."""

from ..errors import Declined


class KeyTrouble(Declined):
    """平台的签名密钥现在用不了，请系统管理员执行 yunjian keys list 查看。"""

    status = 503


class AlgorithmMissing(KeyTrouble):
    """这台主机不能用这种算法签名：SM2 要有系统的 OpenSSL 3（libcrypto）；验证不受影响。"""


class KeyMissing(KeyTrouble):
    """没有找到正在使用的签名密钥：请把它放回数据文件夹、环境变量或密码设备，或者执行 yunjian keys rotate 换一个。"""


class KeyUnreadable(KeyTrouble):
    """签名密钥读不出来：应为 PKCS #8 的 PEM，算法与设置一致。"""


class SettingUnknown(KeyTrouble):
    """环境变量 YUNJIAN_SIGNING_KEYS 的写法不对：每一项为“用途=算法@来源”，用空格隔开。"""


class TokenTrouble(KeyTrouble):
    """密码设备（PKCS#11）用不了：请核对 YUNJIAN_PKCS11_LIBRARY、YUNJIAN_PKCS11_PIN 和设备标签。"""
