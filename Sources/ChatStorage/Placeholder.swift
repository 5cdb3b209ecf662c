// ChatStorage
