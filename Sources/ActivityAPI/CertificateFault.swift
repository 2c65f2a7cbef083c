/// Why a certificate does not prove that a host is the one that was asked for.
public enum CertificateFault: Hashable, Sendable {
  /// It is for another name or address.
  case otherHost
  /// It, or one that vouches for it, is no longer valid by this machine's clock.
  case expired
  /// It, or one that vouches for it, is not yet valid by this machine's clock.
  case notYetValid
  /// No authority that is trusted vouches for it.
  case unknownAuthority
  /// One of the others but the first; which could not be found out.
  case untrusted
}
