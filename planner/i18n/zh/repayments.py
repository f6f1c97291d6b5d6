"""Texts: repayments."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "error.repayment.balance_negative": "余额不会是负数（{value}）；请填机构显示的剩余本金，已还清就填 0",
    "error.repayment.balance_above": (
        "还款后的余额 {balance} 比还款前的本金 {owed} 还高；请核对余额，若期间又借了钱，请先记下那笔借款"
    ),
    "error.repayment.balance_below": (
        "本金少了 {fell}，却只还了 {amount}；请核对金额和余额，若另有一笔还款没记，请先补记"
    ),
    "repayment.short": "结清需要 {needed}，还差 {missing}；机构确实免掉了就再按一次保存",
}
