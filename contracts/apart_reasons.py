"""Why some steps that sound like a second person's need none; what only one register says stands there."""

TAKEN_IN = "收件不评判他人所办 / Taking in what was asked for judges nothing that somebody did"
ELSEWHERE = "结果来自所转办的台账 / The outcome comes from the register to which it was passed on"
OWN_RECORD = "检查人须为本人；检查自成一条记录 / The inspector is who signs in; a check is a record of its own"
APPROVER = "批准人须为本人 / Whoever approves is who signs in"
A_CLAIM = "只算申报，不作为核实 / It is a claim, and verifies nothing"
