import ChatClient
import ChatModel

/// Makes the adapters that the settings call for.
enum Connections {
  static func api(of account: Account, settings: Settings) throws(Failure) -> any ChatAPI {
    fatalError()
  }

  static func signedOutAPI(at address: ServerAddress, settings: Settings) throws(Failure)
    -> any ChatAPI
  {
    fatalError()
  }
}
