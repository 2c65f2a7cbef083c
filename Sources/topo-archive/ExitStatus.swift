import ArgumentParser

/// What the command tells its caller by its exit code.
enum ExitStatus: Int32 {
  case good = 0
  /// The job was done and the answer is no: findings, no match, not complete.
  case no = 1
  /// The job could not be done.
  case failed = 2
  /// A second interrupt, as shells number a death by SIGINT.
  case interruptedTwice = 130

  /// Ends the command with this code, unless it is good.
  func leave() throws {
    if self != .good { throw ExitCode(rawValue) }
  }
}

/// Does a command's work on an archive's folder, as `reportingErrors(on:)` does.
func reportingErrors(
  _ archive: ArchiveOption, _ work: (_ directory: String) async throws -> ExitStatus
) async throws {
  let directory = try archive.directory()
  try await reportingErrors(on: directory) { try await work(directory) }
}

/// Does a command's work on a folder or a file; an error becomes one line on stderr and exit code 2.
func reportingErrors(
  on path: String, _ work: () async throws -> ExitStatus
) async throws {
  do {
    try await work().leave()
  } catch let code as ExitCode {
    throw code
  } catch let usage as ValidationError {
    throw usage
  } catch {
    Terminal.complain(Wording.line(for: error, archive: path))
    throw ExitCode(ExitStatus.failed.rawValue)
  }
}
