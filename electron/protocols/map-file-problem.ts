/** Why a file is none of its kind, in words for people. */
export class MapFileProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MapFileProblem';
  }
}
