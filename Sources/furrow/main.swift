print("furrow")
