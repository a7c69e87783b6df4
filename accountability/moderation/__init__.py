"""Moderation: reports, sanctions, bans, and the record of every act."""
