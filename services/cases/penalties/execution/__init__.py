"""Rules for the execution of a decision 执行: payment, demand, court."""
