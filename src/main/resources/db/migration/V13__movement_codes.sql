-- Codes that differ in capitals only are the same on a pass or over the radio: also for two who plan at the same moment.
create unique index movement_code_in_capitals on movement (upper(code));
