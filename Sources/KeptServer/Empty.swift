import Hummingbird
import CryptoExtras
enum KeptServerEmpty {}
