"""Wrong migrations, seeded into right programs: does the engine see them all?"""
