"""Cases (事项): objections, appeals, arrangements asked for, complaints; what is left to do with an emptied line.

A case goes through rounds (轮次), each at one channel (渠道), and a round through events (经过). What is known of it
follows from its events; they are never changed, only corrected by further ones.
"""
