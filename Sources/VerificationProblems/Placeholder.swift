enum VerificationModule {}
