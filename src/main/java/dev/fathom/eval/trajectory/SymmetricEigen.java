package dev.fathom.eval.trajectory;

/** Eigenvectors of small symmetric matrices. */
final class SymmetricEigen {
  private static final int MAX_SWEEPS = 50;

  private SymmetricEigen() {}

  /**
   * Source: Jacobi's cyclic method, as in G. Golub and C. Van Loan, "Matrix Computations", 8.5.
   *
   * @param a Shape: [n, n], symmetric; left diagonal
   * @return of unit length
   */
  static double[] largestEigenvector(double[][] a) {
    int n = a.length;
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      vectors[i][i] = 1;
    }
    for (int sweep = 0; sweep < MAX_SWEEPS && !isDiagonal(a); sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          if (a[p][q] != 0) {
            annihilate(a, vectors, p, q);
          }
        }
      }
    }
    int largest = 0;
    for (int i = 1; i < n; i++) {
      largest = a[i][i] > a[largest][largest] ? i : largest;
    }
    double[] vector = new double[n];
    for (int i = 0; i < n; i++) {
      vector[i] = vectors[i][largest];
    }
    return vector;
  }

  private static boolean isDiagonal(double[][] a) {
    double diagonal = 0;
    double rest = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        if (i == j) {
          diagonal += a[i][j] * a[i][j];
        } else {
          rest += a[i][j] * a[i][j];
        }
      }
    }
    // Rounding leaves about 1e-16 of each element; squares need the square of it.
    return rest <= 1e-32 * diagonal;
  }

  /** Turns the plane of axes p and q so that a[p][q] becomes zero. */
  private static void annihilate(double[][] a, double[][] vectors, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
    double c = 1 / Math.hypot(t, 1);
    double s = t * c;
    for (int i = 0; i < a.length; i++) {
      turn(a[i], p, q, c, s);
    }
    for (int i = 0; i < a.length; i++) {
      double ap = a[p][i];
      double aq = a[q][i];
      a[p][i] = c * ap - s * aq;
      a[q][i] = s * ap + c * aq;
    }
    for (double[] row : vectors) {
      turn(row, p, q, c, s);
    }
  }

  private static void turn(double[] row, int p, int q, double c, double s) {
    double first = row[p];
    double second = row[q];
    row[p] = c * first - s * second;
    row[q] = s * first + c * second;
  }
}
