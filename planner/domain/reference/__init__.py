"""What is known of the market and the rules, whoever asks.

Products (产品), rules (规则), what a credit file is made of (清单), advice (建议).
"""
