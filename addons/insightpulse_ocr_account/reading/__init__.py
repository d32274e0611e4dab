"""What a read document means for a vendor bill: plain Python, without ORM, I/O or translation.

extraction (dict) → `read_bill.ReadBill` → `line_plan.LinePlan` → the models write it.
"""
